/// The book: one lesson per system of the talk.
///
/// A lesson is a folder in its chapter (`instruments`, `understood`, `reality`, `adversarial`, `modalities`,
/// `defences`, `explanations`, `generation`, `selfsupervised`, `poisoning`): `XExperiment` is the method, `XLesson` the
/// verdict and the card, `XFigures` the table and the pictures. What a lesson owes its reader is in `contract`: gates,
/// effects, controls and ablations, the doses that prove the last two, and the status that follows from all of them.
///
/// What all share: `data` (digits by name), `figure` draws, `format` writes numbers and markup, `report` writes what a
/// run found, `book` holds the pages to it, `source` finds the code that a page shows, `exchange` goes to Python and
/// back, and `cli` is the command line.
package scrutable.lessons;
