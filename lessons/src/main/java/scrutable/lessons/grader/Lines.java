package scrutable.lessons.grader;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import scrutable.lessons.grader.compile.Body;

/// Knows where the lines of the compiled files stand in the files of the student.
///
/// @param texts  the files that were compiled
/// @param bodies the bodies in them
record Lines(Map<String, String> texts, List<Body> bodies) {

  /// Turns `MatMulOp.java:20 Graph.java:7` into the student's lines, the innermost first, without those that the
  /// student did not write.
  String ofStudent(String places) {
    List<String> known = new ArrayList<>();
    for (String place : places.split(" ")) {
      int colon = place.lastIndexOf(':');
      if (colon < 0) {
        continue;
      }
      int line = Integer.parseInt(place.substring(colon + 1));
      for (Body body : bodies) {
        int begin = body.lineIn(texts.get(body.file()));
        if (body.file().endsWith("/" + place.substring(0, colon)) && line > begin && line <= begin + body.lines()) {
          known.add(place.substring(0, colon + 1) + (line - begin + body.line()));
        }
      }
    }
    return String.join(" <- ", known.stream().distinct().limit(3).toList());
  }
}
