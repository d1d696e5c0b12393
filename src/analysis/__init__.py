"""Japan's arms-export rules, and the claims made about them, as tidy pandas frames.

The modules stand on floors; each imports only from the floors below it, and within its own package.

1. `tables` (read, describe, write), `periods` (days and how precisely one is known),
   `japanese` (official notation → values), `reliability` (how far codings agree),
   `decoding` (bytes → text, or a refusal)
2. `countries` (names → ISO 3166),
   `language` (English or Japanese, and the Japanese of an English text),
   `user_files` (files that a person names: read, or written anew)
3. `sources` (the register: look up and cite),
   `checks` (raw tables in, typed frames and faults out; printed forms against noted values)
4. `citations` (which source states what; the grades that follow)
5. `articles`, `claims`, `rules`, `permits`, `transfers`: one subject each
6. `country` (what they say of one country), `conclusions` (what the subjects say together),
   `releases` (what changed since a release),
   `questions` (what people ask, answered from the tables)
7. `charts` (frames in, figures out; each asks its subject where none is given), `show` (tables
   for readers)
8. `newsroom` (an unknown article held against all the tables; the network is asked here alone),
   `commands` (what the command line offers, and how it is called)
9. `__main__` (the command line), the notebooks and the site's generators

In a clone the package is called `analysis`; installed, it is called `japan_arms_export`.
"""

__version__ = "0.2.0"
REPOSITORY = ""  # the address of the public repository: badges and links are made from it
CONTACT = ""  # where to report an error: an address of mail or of a page
