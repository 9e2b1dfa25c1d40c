package scrutable.lessons.course;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import scrutable.lessons.grader.task.Task;

/// The files of a student's tree that are no sources.
final class Templates {
  private static final String SCRIPT = """
      #!/bin/sh
      # Grades what you have written; ./grade --help tells more.
      set -eu
      root=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)

      . "$root/kit/find-jdk.sh"
      jdk=$(find_jdk) || {
        echo "No JDK 25 or newer was found. Install one (for example from https://adoptium.net), or say where it is:" >&2
        echo "  export JAVA25_HOME=/path/to/jdk-25" >&2
        exit 2
      }
      # Java keeps the classes it has read in java.jsa, and starts faster the next time.
      mkdir -p "$root/.grade"
      exec "$jdk/bin/java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xlog:disable -XX:+AutoCreateSharedArchive \\
        -XX:SharedArchiveFile="$root/.grade/java.jsa" -cp "$root/kit/grader.jar" \\
        scrutable.lessons.grader.Grade "$root" "$root/kit/grader.jar" "$@"
      """;
  private static final String README = """
      # Assignment %s

      Every task is a piece of a real engine that was taken out. You find it in the file that is named below, between the
      lines `//: task N` and `//: end`; write your code between these two lines. What you write elsewhere is not graded,
      so change what you like to find out how things work, and bring it back with git.

      | task | points | where |
      |---|---|---|
      %s

      You need a JDK 25, and nothing from the network.

      ```sh
      ./grade                 # all tasks
      ./grade %s             # one task
      ./grade %s --hint      # a hint; each time one more
      ./grade --submit        # packs submission.zip
      ```

      The grader takes what stands between the marks, puts it into a clean copy of the engine, and runs it in a process of
      its own, with limited time and memory. It judges by new random inputs each time (`--seed N` repeats them), and when
      it knows the mistake behind a wrong answer, it says so. A task may use the engine, numbers, texts and collections;
      no files, threads, reflection and the like, nor what its page forbids. `System.out.println` is shown when one task
      is graded alone.

      The folder `grader` holds the source of the grader, to be read; `kit` the archive that really grades. After the
      deadline, `./course open %s KEY` puts the official solution into your file, so that the next assignment can build
      on it.
      """;

  private Templates() {}

  /// The script `./grade`, and `./course`.
  static String script() {
    return SCRIPT;
  }

  /// @param files the file of a task
  static String readme(String name, List<Task> tasks, UnaryOperator<String> files) {
    String rows = tasks.stream().map(task -> "| [" + task.id() + " " + task.title() + "](tasks/" + task.id() + ".md) | "
        + task.points() + " | [" + files.apply(task.id()).replaceFirst("^.*/", "") + "](" + files.apply(task.id())
        + ") |").collect(Collectors.joining("\n"));
    String first = tasks.getFirst().id();
    return README.formatted(name, rows, first, first, first);
  }

  /// The build of one room, for editors; the grader needs none.
  ///
  /// @param rooms all rooms of the engine, the lowest first
  static String pom(String room, List<String> rooms) {
    int at = rooms.indexOf(room);
    String below = (at < 0 ? rooms : rooms.subList(0, at)).stream().map("""
            <dependency>
              <groupId>io.github.scrutable</groupId>
              <artifactId>scrutable-%s</artifactId>
              <version>${project.version}</version>
            </dependency>
        """::formatted).collect(Collectors.joining());
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <parent>
            <groupId>io.github.scrutable</groupId>
            <artifactId>scrutable-assignment</artifactId>
            <version>1</version>
          </parent>
          <artifactId>scrutable-%s</artifactId>
          <dependencies>
        %s  </dependencies>
        </project>
        """.formatted(room, below);
  }

  /// The build of all rooms.
  static String parentPom(String name, List<String> rooms) {
    String modules = rooms.stream().map("    <module>%s</module>\n"::formatted).collect(Collectors.joining());
    return """
        <?xml version="1.0" encoding="UTF-8"?>
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>io.github.scrutable</groupId>
          <artifactId>scrutable-assignment</artifactId>
          <version>1</version>
          <packaging>pom</packaging>
          <name>Assignment %s</name>
          <modules>
        %s    <module>grader</module>
          </modules>
          <properties>
            <maven.compiler.release>25</maven.compiler.release>
            <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
          </properties>
          <build>
            <plugins>
              <plugin>
                <artifactId>maven-compiler-plugin</artifactId>
                <version>3.16.0</version>
                <configuration>
                  <compilerArgs>
                    <arg>--add-modules</arg>
                    <arg>jdk.incubator.vector</arg>
                  </compilerArgs>
                </configuration>
              </plugin>
            </plugins>
          </build>
        </project>
        """.formatted(name, modules);
  }
}
