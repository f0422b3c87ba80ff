// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode;

import io.espalier.lite.Graph;
import io.espalier.lite.ccode.memory.Arena;
import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.rule.Rules;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.ccode.settings.CWeights;
import io.espalier.lite.ccode.text.ExampleText;
import io.espalier.lite.ccode.text.SourceText;
import io.espalier.lite.ccode.weights.Storage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A TFLite model as C99 that needs no interpreter, no heap and nothing of the C library but memcpy and memset; it is also valid C++.
 *
 * @param header the text of NAME.h
 * @param source the text of NAME.c
 * @param example the text of main.c, which runs the model once
 * @param arenaBytes memory for activations; with CMSIS-NN, on processors without Helium: the header knows both sizes
 * @param tableBytes the bytes of all constant tables
 * @param weights how those of each operator are stored
 * @param cmsisNn the kinds of operators that call CMSIS-NN
 * @param portable those that the file computes itself
 * @param notes where a quantized model computes in float, and what of its file does not become C
 */
public record CExport(
        CSettings settings,
        String header,
        String source,
        String example,
        int arenaBytes,
        int tableBytes,
        List<CWeights> weights,
        List<String> cmsisNn,
        List<String> portable,
        List<String> notes) {
    public CExport {
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(header, "header");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(example, "example");
        weights = List.copyOf(weights);
        cmsisNn = List.copyOf(cmsisNn);
        portable = List.copyOf(portable);
        notes = List.copyOf(notes);
    }

    /**
     * Generates the C of a model's main subgraph, for one example where its batch is open.
     *
     * @throws io.espalier.lite.ccode.settings.CExportException if an operator has no kernel; names all of them
     */
    public static CExport of(Graph graph, CSettings settings) {
        Graph fixed = OneExample.of(graph);
        Program program = Rules.program(fixed, settings.rounding(), settings.kernels());
        Storage storage = Storage.of(program, settings);
        Program stored = storage.program();
        Arena arena = Arena.of(stored);
        SourceText text = SourceText.of(stored, arena, settings, graph.provenance());
        String example =
                ExampleText.of(settings, fixed.main(), program.lasting().bytes() > 0);
        return new CExport(
                settings,
                text.header(),
                text.source(),
                example,
                text.arenaBytes(),
                text.tableBytes(),
                storage.rows(),
                program.operators(Step::callsCmsisNn),
                program.operators(step -> !step.callsCmsisNn()),
                ExportNotes.of(graph));
    }

    /** The texts of all files by their names. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(settings.name() + ".c", source);
        files.put("main.c", example);
        // last: whoever looks for it finds a whole folder
        files.put(settings.name() + ".h", header);
        return files;
    }
}
