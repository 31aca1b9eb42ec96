"""What editors write: pages, facts, codes and the ledger; and the public pages."""
