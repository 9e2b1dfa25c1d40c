/// Marked regions of the source: what the pages of the book print, and where an assignment would be cut out.
///
/// [Marks] says how a region is marked, [SourceTree] finds the file.
package scrutable.lessons.source;
