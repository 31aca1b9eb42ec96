"""What subscribers and partners read: documents, their formats, and the ways they reach people."""
