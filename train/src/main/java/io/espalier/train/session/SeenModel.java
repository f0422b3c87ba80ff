// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.train.lowering.ForwardPass;
import io.espalier.train.lowering.WeightSource;
import io.espalier.train.parametrize.ParametrizedActivations;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.parametrize.ParametrizedWeights;
import org.tensorflow.op.Ops;

/** A parametrized model as it is used: its state is only read. */
final class SeenModel {
    private SeenModel() {}

    static ForwardPass of(Ops tf, ParametrizedModel model, WeightSource variables) {
        return new ForwardPass(
                model.raw(),
                ParametrizedWeights.used(tf, model, variables),
                new ParametrizedActivations(tf, model, variables, false));
    }
}
