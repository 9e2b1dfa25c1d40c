package scrutable.lessons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scrutable.attacks.AttackResult;
import scrutable.attacks.Ball;
import scrutable.attacks.Classifier;
import scrutable.attacks.Untargeted;
import scrutable.attacks.evasion.ProjectedGradientDescent;
import scrutable.autograd.Gradients;
import scrutable.autograd.Variable;
import scrutable.nn.Losses;
import scrutable.nn.Module;
import scrutable.nn.Sequential;
import scrutable.nn.data.Batch;
import scrutable.nn.data.Dataset;
import scrutable.nn.data.generate.Glyphs;
import scrutable.nn.layer.Conv2d;
import scrutable.nn.layer.Flatten;
import scrutable.nn.layer.Linear;
import scrutable.nn.layer.MaxPool2d;
import scrutable.nn.layer.Relu;
import scrutable.nn.optim.Adam;
import scrutable.tensor.Rng;

/// What the README shows is what happens.
class ReadmeTest {

  /// The ten lines of the README, with fewer images.
  private static AttackResult tenLines() {
    Rng rng = Rng.seed(42);
    Dataset digits = Glyphs.generate(3_000, rng.split("data"));
    Module net = new Sequential(
        new Conv2d(1, 16, 3, rng), new Relu(), new MaxPool2d(2), new Flatten(), new Linear(16 * 13 * 13, 10, rng));
    Adam optimizer = new Adam(net.parameters(), 1e-3);
    for (Batch batch : digits.batches(64, rng.split("shuffle"))) {
      Variable loss = Losses.crossEntropy(net.forward(batch.inputs()), batch.labels());   // (N, 10) against (N,)
      optimizer.step(Gradients.of(loss, net.parameters()));
    }
    Dataset test = Glyphs.generate(100, rng.split("test"));
    AttackResult attacked = new ProjectedGradientDescent(40, 0.01).run(Classifier.of(net), test.inputs(),
        new Untargeted(test.labels()), Ball.linf(0.3), rng.split("attack"));
    return attacked;
  }

  @Test
  void theTenLinesTrainANetworkAndBreakIt() {
    AttackResult attacked = tenLines();
    assertTrue(attacked.cleanAccuracy() > 0.5, "clean accuracy " + attacked.cleanAccuracy());
    assertEquals(0, attacked.robustAccuracy());
  }

  @Test
  void theTenLinesOfTheReadmeAreThoseThatRun() throws IOException {
    List<String> source = Files.readAllLines(Repository.root()
        .resolve("lessons/src/test/java/scrutable/lessons/ReadmeTest.java"));
    String running = source.stream().map(String::strip).collect(Collectors.joining("\n"));
    List<String> program = block("```java");
    List<String> body = program.subList(program.indexOf("void main() {") + 1,
        program.indexOf("  IO.println(attacked);"));
    String shown = body.stream().map(String::strip).collect(Collectors.joining("\n"));
    assertEquals(10, body.size() - 2, "two lines are continued on the next");
    assertTrue(running.contains(shown.replace("6_000", "3_000")), () -> "README, not run: " + shown);
  }

  /// With the imports that are shown there, and no others.
  @Test
  void theProgramOfTheReadmeCompilesAsItStands(@TempDir Path folder) throws IOException {
    Path source = Files.write(folder.resolve("Ten.java"), block("```java"));
    var messages = new ByteArrayOutputStream();
    int code = ToolProvider.getSystemJavaCompiler().run(null, null, messages, "--release", "25", "-Xlint:all",
        "-d", folder.toString(), "-cp", System.getProperty("java.class.path"), source.toString());
    assertEquals(0, code, messages::toString);
  }

  /// The book's page is regenerated and compared by the build, so the README is compared with the page.
  @Test
  void theTableOfTheReadmeIsThatOfTheBook() throws IOException {
    String page = Files.readString(Repository.root().resolve("lessons/book/15-fgsm.md"));
    List<String> rows = block("```").stream().filter(line -> line.matches("  (softmax|MLP|CNN) .*")).toList();
    assertEquals(3, rows.size());
    for (String row : rows) {
      String cells = Arrays.stream(row.strip().split("  +")).collect(Collectors.joining(" | ", "| ", " |"));
      assertTrue(page.contains(cells.replace("[", "\\[").replace("]", "\\]")) || page.contains(cells),
          () -> "not in the book: " + cells);
    }
  }

  @Test
  void theCriteriaOfTheReadmeAreThoseOfTheBook() throws IOException {
    String page = Files.readString(Repository.root().resolve("lessons/book/15-fgsm.md"));
    int start = page.indexOf("<!-- begin generated: criteria -->");
    String verdict = page.substring(start, page.indexOf("<!-- end generated -->", start));
    List<String> criteria = criteria();
    assertEquals(verdict.lines().filter(line -> line.startsWith("| ✓")).count(), criteria.size());
    for (String criterion : criteria) {
      String[] cells = criterion.split("  +");
      String row = "| " + cells[0] + " " + cells[1] + " | " + cells[2] + " | " + cells[3] + " | " + cells[4] + " "
          + cells[5] + " |";
      assertTrue(verdict.contains(row), () -> "not in the book: " + row);
    }
  }

  /// The criteria on one line each: a name that did not fit goes on in the line below.
  private static List<String> criteria() throws IOException {
    List<String> criteria = new ArrayList<>();
    boolean goesOn = false;
    for (String line : block("```")) {
      if (line.startsWith("✓")) {
        criteria.add(line);
      } else if (goesOn && line.startsWith(" ")) {
        String[] cells = criteria.removeLast().split("  +");
        cells[2] += " " + line.strip();
        criteria.add(String.join("  ", cells));
      }
      goesOn = line.startsWith("✓");
    }
    return criteria;
  }

  /// The lines of the first fenced block of the README that begins with exactly this fence.
  private static List<String> block(String fence) throws IOException {
    List<String> lines = Files.readAllLines(Repository.root().resolve("README.md"));
    boolean inside = false;
    for (int i = 0; i < lines.size(); i++) {
      if (!inside && lines.get(i).equals(fence)) {
        int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
        return lines.subList(i + 1, end);
      }
      inside = lines.get(i).startsWith("```") != inside;
    }
    throw new IOException("README.md has no block " + fence);
  }
}
