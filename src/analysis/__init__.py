"""Japan's arms-export rules, and the claims made about them, as tidy pandas frames.

The modules stand on floors; each imports only from the floors below it.

1. `tables` (read, write), `periods` (days, months, fiscal years, and how precisely a date is known),
   `checks` (raw tables in, typed frames and faults out), `japanese` (official notation → values),
   `reliability` (how far codings agree)
2. `countries` (names → ISO 3166), `sources` (the register: look up and cite), `printed` (printed forms against noted values), `web` (fetch and
   watch: the only one that uses the network)
3. `articles`, `claims`, `rules`, `permits`, `transfers`: one subject each, none imports another
4. `audit` (an unknown article held against all the tables), `conclusions` (what the subjects say together)
5. `__main__` (the command line), the notebooks and the site's generators

`charts` stands apart: frames in, figures out; it knows no path and no table, and of the other
modules only `periods`.
"""
