"""Abstract bases of everything that editors write. events/models.py makes them concrete; another project may too."""
