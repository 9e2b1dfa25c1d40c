package scrutable.lessons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Packages use each other in one direction only, in all modules: a reader can begin at one end.
class PackageCyclesTest {
  private static final List<String> MODULES = List.of("tensor", "autograd", "nn", "attacks", "lessons", "bench");

  @Test
  void noPackageUsesItselfByWayOfOthers() throws IOException {
    assertEquals(List.of(), graphOfAllModules().cycles());
  }

  @Test
  void allModulesAreLookedAt() throws IOException {
    Set<String> packages = graphOfAllModules().packages();
    for (String module : MODULES) {
      assertTrue(packages.contains("scrutable." + module), module + " is missing in " + packages);
    }
    assertTrue(packages.contains("scrutable.tensor.kernel.matmul"), () -> packages.toString());
  }

  @Test
  void aCircleIsFoundHoweverAPackageIsNamed() {
    for (String use : new String[] {"import scrutable.b.B;", "import static scrutable.b.B.VALUE;",
        "import scrutable.b.*;",
        "class A extends scrutable.b.B {}", "class A { Object b = new scrutable.b.B(); }",
        "class A { String s = \"scrutable.c.C\"; scrutable.b.B b; // none\n }"}) {
      var graph = new PackageGraph();
      graph.add("A.java", "package scrutable.a;\n\n" + use);
      graph.add("B.java", "package scrutable.b;\n\nimport scrutable.c.d.D;\n");
      graph.add("D.java", "package scrutable.c.d;\n\nimport scrutable.a.A;\n");
      assertEquals(List.of("scrutable.a (A.java) -> scrutable.b (B.java) -> scrutable.c.d (D.java) -> scrutable.a"),
          graph.cycles(), use);
    }
  }

  @Test
  void commentsTextsAndTheOwnPackageAreNoUse() {
    for (String use : new String[] {"// scrutable.b.B", "/// [B][scrutable.b.B]", "/* scrutable.b.B\n scrutable.b.B */",
        "class A { String s = \"scrutable.b.B\"; }", "class A { String s = \"\"\"\n    scrutable.b.B\n    \"\"\"; }",
        "class A { char c = '\"'; String s = \"scrutable.b.B\"; }", "import scrutable.a.Other;",
        "class A { String s = \"a quote \\\" and scrutable.b.B\"; }"}) {
      var graph = new PackageGraph();
      graph.add("A.java", "package scrutable.a;\n\n" + use + "\n");
      graph.add("B.java", "package scrutable.b;\n\nimport scrutable.a.A;\n");
      assertEquals(List.of(), graph.cycles(), use);
    }
  }

  @Test
  void aPackageInsideOfAnotherIsAnother() {
    var graph = new PackageGraph();
    graph.add("A.java", "package scrutable.a;\n\nimport scrutable.a.inner.B;\n");
    graph.add("B.java", "package scrutable.a.inner;\n\nimport scrutable.a.A;\n");
    graph.add("C.java", "package scrutable.c;\n\nimport scrutable.a.A;\n");
    assertEquals(List.of("scrutable.a (A.java) -> scrutable.a.inner (B.java) -> scrutable.a"), graph.cycles());
  }

  private static PackageGraph graphOfAllModules() throws IOException {
    var graph = new PackageGraph();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(root().resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).sorted().toList()) {
          graph.add(file.getFileName().toString(), Files.readString(file));
        }
      }
    }
    return graph;
  }

  /// The folder of the modules, which the tests run in or below.
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("tensor/src")) || !Files.isDirectory(folder.resolve("autograd/src"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("no folder with tensor/ and autograd/ above " + Path.of("").toAbsolutePath());
      }
    }
    return folder;
  }
}
