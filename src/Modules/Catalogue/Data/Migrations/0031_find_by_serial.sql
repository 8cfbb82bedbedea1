-- Corrections of remembered answers and sitemaps ask by serial.
create index find_by_serial on catalogue.find (serial);
