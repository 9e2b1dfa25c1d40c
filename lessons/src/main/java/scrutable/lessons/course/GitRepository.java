package scrutable.lessons.course;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import scrutable.lessons.grader.task.TaskException;

/// A git repository with one commit, so that nothing of the past can be found in it.
final class GitRepository {
  private final Path folder;

  GitRepository(Path folder) {
    this.folder = folder;
  }

  void begin(String message) throws IOException {
    git("init", "-q", "-b", "main");
    git("add", "-A");
    git("-c", "user.name=Scrutable", "-c", "user.email=course@localhost", "-c", "commit.gpgsign=false", "commit", "-q",
        "-m", message);
  }

  private void git(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("git", "-c", "core.autocrlf=false"));
    command.addAll(List.of(words));
    try {
      Process git = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (git.waitFor() != 0) {
        throw new TaskException("git " + words[0] + " failed in " + folder + ": " + output.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while git ran", e);
    }
  }
}
