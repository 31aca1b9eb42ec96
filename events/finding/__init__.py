"""Ways to what is published, beside the pages of the tree: organisations, the archive, the search, the sitemap."""
