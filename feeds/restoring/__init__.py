"""After the database went back to an earlier state: nothing that subscribers hold may be newer than what they are told from now on."""
