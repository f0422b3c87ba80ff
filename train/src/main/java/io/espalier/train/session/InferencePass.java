// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.train.applied.ParametrizedActivations;
import io.espalier.train.applied.ParametrizedWeights;
import io.espalier.train.lowering.ForwardPass;
import io.espalier.train.lowering.WeightSource;
import io.espalier.train.parametrize.ParametrizedModel;
import org.tensorflow.op.Ops;

/** The forward pass of a parametrized model in inference, which reads state but does not change it. */
final class InferencePass {
    private InferencePass() {}

    static ForwardPass of(Ops tf, ParametrizedModel model, WeightSource variables) {
        return new ForwardPass(
                model.raw(),
                ParametrizedWeights.used(tf, model.applied(), variables),
                new ParametrizedActivations(tf, model.applied(), variables, false));
    }
}
