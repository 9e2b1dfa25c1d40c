package scrutable.lessons.grader.compile;

import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.PackageElement;
import javax.lang.model.element.TypeElement;

/// What the body of a task may use: the engine, numbers, texts and collections. No files, network, threads, processes,
/// reflection, no end of the program; nor what the task itself forbids.
///
/// It is a list of what is allowed, and it looks at what names mean, not at how they are written.
final class Restrictions extends TreePathScanner<Void, Void> {
  private static final Set<String> JAVA_LANG = Set.of("Object", "String", "StringBuilder", "CharSequence", "Character",
      "Number", "Integer", "Long", "Short", "Byte", "Double", "Float", "Boolean", "Void", "Math", "StrictMath",
      "Iterable", "Comparable", "Enum", "Record", "Override", "SuppressWarnings", "FunctionalInterface",
      "SafeVarargs", "Throwable", "Exception", "RuntimeException", "Error", "AssertionError",
      "IllegalArgumentException", "IllegalStateException", "IndexOutOfBoundsException", "ArithmeticException",
      "ArrayIndexOutOfBoundsException", "NullPointerException", "UnsupportedOperationException");
  private static final Set<String> REFUSED = Set.of("java.util.Timer", "java.util.TimerTask",
      "java.util.ServiceLoader", "java.util.Scanner", "java.util.Formatter", "java.util.ResourceBundle",
      "java.util.Properties");
  private static final Set<String> REFUSED_MEMBERS = Set.of("getClass", "wait", "notify", "notifyAll", "parallel",
      "parallelStream", "parallelSort", "parallelSetAll", "parallelPrefix");
  private static final List<String> ENGINE = List.of("scrutable.tensor", "scrutable.autograd", "scrutable.nn",
      "scrutable.attacks");
  /// Packages of the engine that know files, the network or threads.
  private static final List<String> REFUSED_ENGINE = List.of("scrutable.tensor.io", "scrutable.tensor.kernel.parallel",
      "scrutable.nn.data.published");
  /// And such classes in other packages.
  private static final Set<String> REFUSED_CLASSES = Set.of("scrutable.nn.train.Checkpoint");

  private final Trees trees;
  private final long begin;
  private final long end;
  private final List<String> forbidden;
  private String found = "";

  /// @param begin     where the body begins in the file
  /// @param end       where it ends
  /// @param forbidden types, or methods with their type, that the task forbids
  Restrictions(Trees trees, long begin, long end, List<String> forbidden) {
    this.trees = trees;
    this.begin = begin;
    this.end = end;
    this.forbidden = forbidden;
  }

  /// One sentence on the first thing that may not be used; empty if there is none.
  String found() {
    return found;
  }

  @Override
  public Void visitIdentifier(IdentifierTree tree, Void none) {
    look(tree);
    return super.visitIdentifier(tree, none);
  }

  @Override
  public Void visitMemberSelect(MemberSelectTree tree, Void none) {
    look(tree);
    return super.visitMemberSelect(tree, none);
  }

  @Override
  public Void visitMemberReference(MemberReferenceTree tree, Void none) {
    look(tree);
    return super.visitMemberReference(tree, none);
  }

  @Override
  public Void visitNewClass(NewClassTree tree, Void none) {
    look(tree);
    return super.visitNewClass(tree, none);
  }

  private void look(Tree tree) {
    TreePath path = getCurrentPath();
    long at = trees.getSourcePositions().getEndPosition(path.getCompilationUnit(), tree);
    Element element = at > begin && at <= end && found.isEmpty() ? trees.getElement(path) : null;
    if (element == null || element instanceof PackageElement) {
      return;
    }
    TypeElement type = typeOf(element);
    if (type == null) {
      return;
    }
    String member = element instanceof TypeElement ? "" : element.getSimpleName().toString();
    long line = path.getCompilationUnit().getLineMap().getLineNumber(at);
    String name = type.getSimpleName() + (member.isEmpty() ? "" : "." + member);
    if (forbidden.contains(type.getSimpleName().toString()) || forbidden.contains(name)) {
      found = line + "\t" + name + " would do this task for you; write it yourself";
    } else if (!isAllowed(outermost(type), member)) {
      found = line + "\t" + name + " may not be used in a task: only the engine, numbers, texts and collections";
    }
  }

  private static TypeElement typeOf(Element element) {
    if (element instanceof TypeElement type) {
      return type;
    }
    Element owner = element.getEnclosingElement();
    boolean member = element.getKind() == ElementKind.METHOD || element.getKind() == ElementKind.CONSTRUCTOR
        || element.getKind().isField();
    return member && owner instanceof TypeElement type ? type : null;
  }

  private static TypeElement outermost(TypeElement type) {
    TypeElement outer = type;
    while (outer.getEnclosingElement() instanceof TypeElement enclosing) {
      outer = enclosing;
    }
    return outer;
  }

  private static boolean isAllowed(TypeElement type, String member) {
    if (REFUSED_MEMBERS.contains(member)) {
      return false;
    }
    String name = type.getQualifiedName().toString();
    Element around = type.getEnclosingElement();
    if (!(around instanceof PackageElement room)) {
      return true;                                                    // a class inside the body itself
    }
    String home = room.getQualifiedName().toString();
    return switch (home) {
      case "java.lang" -> JAVA_LANG.contains(type.getSimpleName().toString())
          || name.equals("java.lang.System") && Set.of("", "out", "arraycopy").contains(member);
      case "java.io" -> name.equals("java.io.PrintStream") && member.startsWith("print");
      case "java.util" -> !REFUSED.contains(name);
      case "java.util.function", "java.util.stream" -> true;
      case "" -> true;                                                // arrays and their length
      default -> isIn(home, ENGINE) && !isIn(home, REFUSED_ENGINE) && !REFUSED_CLASSES.contains(name);
    };
  }

  private static boolean isIn(String home, List<String> rooms) {
    return rooms.stream().anyMatch(room -> home.equals(room) || home.startsWith(room + "."));
  }
}
