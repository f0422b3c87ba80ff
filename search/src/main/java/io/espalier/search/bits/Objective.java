// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.ccode.CExport;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.kernels.OperatorForms;
import io.espalier.lite.kernels.TimeEstimate;
import io.espalier.lite.recipe.Method;
import java.util.Locale;

/** What a search makes as small as it can. */
public enum Objective {
    /** Bytes of the .tflite file, as it is written. */
    SIZE("bytes"),
    /** Time of a run in TFLite 2.20 with XNNPACK, by the table of its kernels; the written file can be measured. */
    LATENCY("ns estimated"),
    /** Bytes of the constant tables of the C export. */
    FLASH("bytes of tables in C, without code");

    private final String unit;

    Objective(String unit) {
        this.unit = unit;
    }

    /** What options call it, such as {@code size}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What its numbers count. */
    public String unit() {
        return unit;
    }

    /** Whether a file with this in it costs anything at all: the C export takes float32 and int8. */
    boolean takes(Method method) {
        return this != FLASH || method == Method.NONE || method == Method.INT8;
    }

    /**
     * What a file costs; smaller is better.
     *
     * @throws io.espalier.base.EspalierException if C of the graph cannot be generated, for {@link #FLASH}
     */
    long cost(Graph graph) {
        return switch (this) {
            case SIZE -> GraphWriter.size(graph);
            case FLASH -> CExport.of(graph, CSettings.named("model")).tableBytes();
            case LATENCY -> nanos(graph.main());
        };
    }

    private static long nanos(Subgraph main) {
        OperatorForms forms = new OperatorForms(main);
        double nanos = 0;
        for (Operator operator : main.operators()) {
            nanos += TimeEstimate.nanos(main, operator, forms.of(operator));
        }
        return Math.round(nanos);
    }
}
