/// Other libraries on the JVM, doing the same work; compiled with `-Ppeers` only.
package scrutable.bench.peers;
