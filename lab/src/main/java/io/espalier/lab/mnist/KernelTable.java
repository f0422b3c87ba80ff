// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A convolution's kernel in figures: one row for each place and input channel, one column for each filter. */
final class KernelTable {
    private KernelTable() {}

    static List<String> lines(String name, Tensor kernel) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.US, "%s %s, %.1f%% zero", name, kernel.shape(), 100 * kernel.sparsity()));
        int filters = kernel.shape().channels();
        for (int row = 0; row < kernel.shape().elements(); row += filters) {
            StringBuilder line = new StringBuilder();
            for (int filter = 0; filter < filters; filter++) {
                float value = kernel.get(row + filter);
                line.append(value == 0 ? "       0" : String.format(Locale.US, "%8.4f", value));
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
