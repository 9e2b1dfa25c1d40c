package scrutable.lessons.course;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import scrutable.tensor.io.AtomicFile;

/// What the services that collect homework need: an archive for Gradescope, a workflow for GitHub Classroom.
final class Handout {
  private static final String SETUP = """
      #!/bin/sh
      # Runs once, when Gradescope builds its image: a JDK 25 from Adoptium.
      set -eu
      apt-get update
      apt-get install -y curl ca-certificates
      case $(uname -m) in aarch64) machine=aarch64 ;; *) machine=x64 ;; esac
      address=https://api.adoptium.net/v3/binary/latest/25/ga/linux/$machine/jdk/hotspot/normal/eclipse
      mkdir -p /opt/jdk-25
      curl -fsSL "$address" -o /opt/jdk-25.tgz
      tar -xzf /opt/jdk-25.tgz -C /opt/jdk-25 --strip-components=1
      """;
  private static final String RUN = """
      #!/bin/sh
      # Runs for each submission. The results are written by the grader, never by the student's code.
      /opt/jdk-25/bin/java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp /autograder/source/grader.jar \\
        scrutable.lessons.grader.Grade /autograder/submission /autograder/source/grader.jar --all --seed %d \\
        --results /autograder/results/results.json || true
      """;
  private static final String CLASSROOM = """
      # For the template repository of GitHub Classroom: .github/workflows/classroom.yml
      name: Autograding
      on: [push, workflow_dispatch]
      permissions:
        checks: write
        actions: read
        contents: read
      jobs:
        grade:
          runs-on: ubuntu-latest
          if: github.actor != 'github-classroom[bot]'
          steps:
            - uses: actions/checkout@v4
            - uses: actions/setup-java@v4
              with:
                distribution: temurin
                java-version: '25'
            - name: Grade
              id: grade
              run: ./grade --classroom "$GITHUB_OUTPUT" || true
            - uses: classroom-resources/autograding-grading-reporter@v1
              env:
                GRADE_RESULTS: ${{ steps.grade.outputs.result }}
              with:
                runners: grade
      """;

  private Handout() {}

  /// Writes both beside the teacher's kit.
  ///
  /// @param seed where the new inputs come from: the same for all submissions
  static void write(Path teacher, long seed) throws IOException {
    AtomicFile.writeText(teacher.resolve("classroom.yml"), CLASSROOM);
    try (var zip = new ZipOutputStream(Files.newOutputStream(teacher.resolve("gradescope.zip")))) {
      put(zip, "setup.sh", SETUP.getBytes(StandardCharsets.UTF_8));
      put(zip, "run_autograder", RUN.formatted(seed).getBytes(StandardCharsets.UTF_8));
      put(zip, "grader.jar", Files.readAllBytes(teacher.resolve("grader.jar")));
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }
}
