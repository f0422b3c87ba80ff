// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks.kernel;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * Evaluates the cells of a notebook, one after the other, in this process. While it is open, what cells print does not reach the standard
 * output of the process.
 */
public final class Kernel implements AutoCloseable {
    /** What JJava imports at its start. */
    private static final List<String> IMPORTS = List.of(
            "import java.util.*;",
            "import java.io.*;",
            "import java.math.*;",
            "import java.net.*;",
            "import java.time.*;",
            "import java.util.concurrent.*;",
            "import java.util.prefs.*;",
            "import java.util.regex.*;",
            "import static " + CellFunctions.class.getName() + ".*;");

    private static final Set<SubKind> WITH_VALUE =
            Set.of(SubKind.VAR_VALUE_SUBKIND, SubKind.OTHER_EXPRESSION_SUBKIND, SubKind.TEMP_VAR_EXPRESSION_SUBKIND);

    private final Values values = new Values();
    private final Screen screen = new Screen();
    private final PrintStream before = System.out;
    private final JShell shell;

    /** @param classPath of the cells, as Java takes it */
    public Kernel(String classPath) {
        shell = JShell.builder().executionEngine(values, null).build();
        shell.addToClasspath(classPath);
        IMPORTS.forEach(this::evaluate);
        System.setOut(screen);
    }

    /**
     * Runs a cell.
     *
     * @return what it printed and displayed, in order, and the value of its last expression
     * @throws CellFailedException if it does not compile, or throws an exception
     */
    public List<Output> run(String cell) {
        boolean valued = evaluate(Magics.withoutThem(cell));
        List<Output> outputs = new ArrayList<>(screen.take());
        if (valued) {
            values.last().map(value -> new Output.Value(Rendering.of(value))).ifPresent(outputs::add);
        }
        return outputs;
    }

    /** Whether the last snippet has a value to show. */
    private boolean evaluate(String cell) {
        boolean valued = false;
        CompletionInfo snippet = shell.sourceCodeAnalysis().analyzeCompletion(cell);
        while (snippet.completeness().isComplete()) {
            List<SnippetEvent> events = shell.eval(snippet.source());
            for (SnippetEvent event : events) {
                requireDone(event);
            }
            valued = WITH_VALUE.contains(events.get(0).snippet().subKind());
            snippet = shell.sourceCodeAnalysis().analyzeCompletion(snippet.remaining());
        }
        if (snippet.completeness() != Completeness.EMPTY) {
            throw new CellFailedException("this is no complete Java: " + snippet.remaining());
        }
        return valued;
    }

    private void requireDone(SnippetEvent event) {
        if (event.exception() instanceof EvalException thrown) {
            throw new CellFailedException(thrown.getExceptionClassName() + ": " + thrown.getMessage() + "\nin "
                    + event.snippet().source());
        }
        if (event.exception() != null) {
            throw new CellFailedException(String.valueOf(event.exception()));
        }
        if (event.causeSnippet() == null && event.status() != Snippet.Status.VALID) {
            throw new CellFailedException(shell.diagnostics(event.snippet())
                            .map(problem -> problem.getMessage(Locale.ROOT))
                            .collect(Collectors.joining("\n"))
                    + "\nin " + event.snippet().source());
        }
    }

    @Override
    public void close() {
        System.setOut(before);
        shell.close();
    }
}
