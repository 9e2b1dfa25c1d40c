package scrutable.lessons.contract;

/// One thing a run found out; a [LessonResult] is a list of them.
public sealed interface Finding
    permits Criterion, Headline, Illustration, Measured, Note, Planted, Sound, Table {}
