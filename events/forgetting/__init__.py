"""What the site forgets: a person who asks for it, and what nobody needs any more because of its age."""
