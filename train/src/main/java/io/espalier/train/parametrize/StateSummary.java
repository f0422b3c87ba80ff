// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.parametrize;

import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

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

    /** All that lies on a model's weights and activations has to show. */
    static List<StateSummary> of(ParametrizedModel model) {
        List<StateSummary> summaries = new ArrayList<>();
        model.parametrizedWeights()
                .forEach(weight -> model.parametrizations(weight)
                        .forEach(parametrization -> parametrization
                                .summaries(name ->
                                        model.state().get(ParametrizedModel.stateKey(weight, parametrization, name)))
                                .forEach(summary -> summaries.add(summary.in(weight + "/" + parametrization.name())))));
        model.activations()
                .forEach((activation, fakeQuant) -> fakeQuant
                        .summaries(name -> model.state().get(ParametrizedModel.stateKey(activation, name)))
                        .forEach(summary -> summaries.add(summary.in(activation + "/" + ActivationFakeQuant.NAME))));
        return summaries;
    }
}
