# Everything that continuous integration asks.
check:
    .ci/run

# Further checks, with tools of their own: cargo-deny, typos.
check-all: check
    cargo deny check
    typos
    cargo bench --no-run

# Pictures of the window for README and docs.
pictures:
    scripts/pictures.sh

# Every screen in both sizes, themes and languages, in contact sheets under target/pictures.
contact-sheets:
    scripts/contact_sheets.sh
