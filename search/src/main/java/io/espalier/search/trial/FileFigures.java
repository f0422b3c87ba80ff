// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import io.espalier.data.Dataset;
import io.espalier.data.Tasks;
import io.espalier.experiment.statistics.Gzip;
import io.espalier.lite.ccode.CExport;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.runtime.interpreter.TfliteModel;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a .tflite file is good for, and what it costs.
 *
 * @param figures by name, as {@link TrialResult#figures} has them
 * @param right which answers are right, as {@link TrialResult#right} has them
 */
record FileFigures(Map<String, Double> figures, @Nullable BitSet right) {
    /** Bytes of the constant tables of the C that it becomes. */
    static final String FLASH = "flash";

    /**
     * Measures a file in the TFLite runtime.
     *
     * @param part the examples on which it is judged
     * @throws io.espalier.runtime.InterpreterException if the runtime refuses the file
     * @throws io.espalier.lite.ccode.settings.CExportException if it is to become C and cannot
     */
    static FileFigures of(TfliteModel lite, Tasks tasks, Dataset part, TrialSetup setup) {
        PartScores scores = PartScores.of(lite, tasks, part, setup.threads());
        Map<String, Double> figures = new LinkedHashMap<>(scores.metrics());
        figures.put("bytes", (double) lite.bytes().remaining());
        figures.put("gzip_bytes", (double) Gzip.size(lite.bytes()));
        if (setup.firmware()) {
            CExport export = CExport.of(lite.graph(), CSettings.named("model"));
            figures.put(FLASH, (double) export.tableBytes());
            figures.put("arena", (double) export.arenaBytes());
        }
        return new FileFigures(figures, scores.right());
    }
}
