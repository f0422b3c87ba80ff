// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.TrainedQuantization.ActivationKey;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** How values that flow through layers are seen by what comes after: as they are, or through a parametrization. */
public interface ActivationSource {
    /** All as they are. */
    ActivationSource PLAIN = new ActivationSource() {
        @Override
        public boolean changes(ActivationKey activation) {
            return false;
        }

        @Override
        public Operand<TFloat32> seen(ActivationKey activation, Operand<TFloat32> values) {
            return values;
        }
    };

    /** Whether an activation is seen otherwise than it is. */
    boolean changes(ActivationKey activation);

    /** What is seen of a batch of values. Asked once for each activation. */
    Operand<TFloat32> seen(ActivationKey activation, Operand<TFloat32> values);
}
