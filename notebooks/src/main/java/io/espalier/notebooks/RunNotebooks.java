// SPDX-License-Identifier: Apache-2.0
package io.espalier.notebooks;

import io.espalier.notebooks.kernel.CellFailedException;
import io.espalier.notebooks.kernel.Kernel;
import io.espalier.notebooks.kernel.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs all cells of notebooks and writes what they print and draw back into the files. {@code scripts/run-notebooks} calls it.
 *
 * <p>Cells read and write files in the working directory. What changes from run to run is left out or kept as it is ({@link StableText}, {@link
 * Likeness}), so that notebooks change only if what they show does.
 */
public final class RunNotebooks {
    private RunNotebooks() {}

    /** @param files the notebooks; each is replaced */
    public static void main(String... files) throws IOException {
        for (String file : files) {
            System.err.println(file);
            Notebook notebook = Notebook.read(Path.of(file));
            run(notebook, System.getProperty("java.class.path"));
            notebook.write(Path.of(file));
        }
    }

    /**
     * Runs all cells and replaces their outputs.
     *
     * @throws CellFailedException if one fails; names it
     */
    static void run(Notebook notebook, String classPath) {
        List<CodeCell> cells = notebook.code();
        try (Kernel kernel = new Kernel(classPath)) {
            for (int place = 0; place < cells.size(); place++) {
                CodeCell cell = cells.get(place);
                List<Output> outputs = outputs(kernel, cell);
                boolean same = cell.isMeasured() && Likeness.sameWords(cell.outputs(), outputs);
                cell.keep(place + 1, same ? cell.outputs() : outputs);
            }
        }
    }

    private static List<Output> outputs(Kernel kernel, CodeCell cell) {
        try {
            List<Output> outputs = new ArrayList<>();
            for (Output output : kernel.run(cell.source())) {
                outputs.add(
                        output instanceof Output.Printed printed
                                ? new Output.Printed(StableText.of(printed.text()))
                                : output);
            }
            return outputs;
        } catch (CellFailedException e) {
            throw new IllegalStateException("cell " + cell.id() + ": " + e.getMessage(), e);
        }
    }
}
