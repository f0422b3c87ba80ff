// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.chart;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** Values of one name. */
@SuppressWarnings("ArrayRecordComponent") // stays inside this package, which changes no element
record Series(String name, double[] values) {
    double first() {
        return values[0];
    }

    DoubleStream stream() {
        return Arrays.stream(values);
    }
}
