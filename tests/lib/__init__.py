"""What tests share: builders, tables, fakes. No test lives here."""
