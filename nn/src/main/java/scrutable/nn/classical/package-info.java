/// What people learned with before deep learning, and still do: learners of one idea each.
///
/// All of them take examples as rows (pictures are flattened), calculate in double precision, and never
/// change once they are fitted. [SupportVectorMachine] and [SequentialMinimalOptimization] belong together.
package scrutable.nn.classical;
