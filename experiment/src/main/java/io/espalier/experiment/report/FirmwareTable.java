// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import static io.espalier.experiment.report.TableColumns.grouped;
import static io.espalier.experiment.report.TableColumns.left;
import static io.espalier.experiment.report.TableColumns.right;

import com.github.freva.asciitable.ColumnData;
import io.espalier.experiment.measure.Firmware;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What models take on a microcontroller as C without an interpreter: flash as it stands, beside the gzip bytes of their files. */
final class FirmwareTable {
    private FirmwareTable() {}

    /** With a line before and after it; empty where there are none. */
    static String of(List<Firmware> firmware, OptionalInt width) {
        if (firmware.isEmpty()) {
            return "";
        }
        List<ColumnData<Firmware>> columns = List.of(
                left("C for microcontrollers", Firmware::name),
                left("made of", Firmware::model),
                right("gzip bytes", model -> grouped(model.gzipBytes())),
                right("flash", model -> measured(model.flashBytes())),
                right("RAM", model -> measured(model.ramBytes())),
                right("tables", model -> grouped(model.tableBytes())),
                right("activations", model -> grouped(model.arenaBytes())));
        String compiler = firmware.get(0).measuredWith();
        String basis = compiler == null
                ? "Flash and RAM are measured where arm-none-eabi-gcc is installed (Debian: gcc-arm-none-eabi, libnewlib-arm-none-eabi)."
                : "Measured on a Cortex-M4 with " + compiler + ".";
        String end = System.lineSeparator();
        return end + end + new FittedTable<>(firmware, columns, List.of("made of", "tables")).text(width) + end + basis;
    }

    private static String measured(@Nullable Long bytes) {
        return bytes == null ? "-" : grouped(bytes);
    }
}
