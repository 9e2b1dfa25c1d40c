/// The book: one lesson per system of the talk.
///
/// What a lesson owes its reader is in `contract`: gates, effects, controls and ablations, from which its status
/// follows. The lessons themselves are in one package per chapter (`instruments`, `understood`, `reality`,
/// `adversarial`); `figure` draws, `report` writes what a run found, `book` holds the pages to it, and `cli` is the
/// command line.
package scrutable.lessons;
