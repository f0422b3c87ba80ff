// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab;

import static io.espalier.lab.TableColumns.grouped;
import static io.espalier.lab.TableColumns.left;
import static io.espalier.lab.TableColumns.orDash;
import static io.espalier.lab.TableColumns.percent;
import static io.espalier.lab.TableColumns.right;

import com.github.freva.asciitable.ColumnData;
import java.util.List;

/** Compared models as one aligned table: a row a model, sizes also as shares of the first one's. */
public final class ComparisonTable {
    private ComparisonTable() {}

    /** The table's lines, without one at the end. */
    public static String of(Comparison comparison) {
        ComparedModel first = comparison.models().get(0);
        List<ColumnData<ComparedModel>> columns = List.of(
                left("model", ComparedModel::model),
                right("bytes", model -> grouped(model.bytes())),
                right("of first", model -> percent((double) model.bytes() / first.bytes())),
                right("gzip bytes", model -> grouped(model.gzipBytes())),
                right("accuracy", model -> orDash("%.4f", model.accuracy())),
                right("agreement", model -> orDash("%.4f", model.agreement())),
                right("max diff.", model -> orDash("%.2e", model.maxDifference())),
                right("SNR", model -> orDash("%.1f dB", model.signalToNoise())),
                right("latency p50", model -> orDash("%.1f \u00b5s", model.latencyMicros())),
                right("p95", model -> orDash("%.1f \u00b5s", model.latencyP95Micros())));
        return TableColumns.table(comparison.models(), columns);
    }
}
