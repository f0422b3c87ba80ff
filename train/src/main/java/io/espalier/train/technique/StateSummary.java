// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import io.espalier.model.tensor.Tensor;

/** What a log shows of the state of a parametrization. */
public sealed interface StateSummary {
    /** Such as {@code conv2d/kernel/mask/sparsity}. */
    String name();

    /** The same with something before its name. */
    StateSummary in(String place);

    /** One number. */
    record Scalar(String name, double value) implements StateSummary {
        @Override
        public Scalar in(String place) {
            return new Scalar(place + "/" + name, value);
        }
    }

    /** Many numbers, of which the distribution is of interest. */
    record Histogram(String name, Tensor values) implements StateSummary {
        @Override
        public Histogram in(String place) {
            return new Histogram(place + "/" + name, values);
        }
    }
}
