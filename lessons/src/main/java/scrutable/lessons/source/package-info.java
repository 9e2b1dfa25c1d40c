/// Marked regions of the source: what the pages of the book print, and what the coursework cuts out.
///
/// [Marks] says how a region is marked, [SourceTree] finds the file.
package scrutable.lessons.source;
