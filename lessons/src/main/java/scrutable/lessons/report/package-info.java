/// What a run leaves behind: the terminal report, result.json, table.csv, figures, and one index.html.
package scrutable.lessons.report;
