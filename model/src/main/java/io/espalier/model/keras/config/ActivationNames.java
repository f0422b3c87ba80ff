// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.tensor.ModelException;
import java.util.Map;
import java.util.Map.Entry;
import java.util.stream.Collectors;

/**
 * What functions are called in files: as in Keras 2, which Keras 3 has other names for.
 *
 * <p>{@code hard_sigmoid} is another function in Keras 3 than in Keras 2. That of Keras 3 has here, and in a file of Keras 2, a name in the
 * form of what users register, so that Keras 2 asks for it rather than take the other; that of Keras 2 cannot be said in Keras 3.
 */
public final class ActivationNames {
    private static final String HARD_SIGMOID = ActivationFunction.HARD_SIGMOID_KERAS_2.kerasName();
    private static final String HARD_SIGMOID_KERAS_3 = "espalier>hard_sigmoid";

    private static final Map<String, String> KERAS_2_BY_3 =
            Map.of("silu", "swish", "hard_silu", "hard_swish", HARD_SIGMOID, HARD_SIGMOID_KERAS_3);

    private static final Map<String, String> KERAS_3_BY_2 =
            KERAS_2_BY_3.entrySet().stream().collect(Collectors.toMap(Entry::getValue, Entry::getKey));

    /** What tf.keras wrote for functions of TensorFlow itself, such as {@code tf.nn.log_softmax}. */
    private static final Map<String, String> KERAS_BY_TENSORFLOW =
            Map.of("softmax_v2", "softmax", "log_softmax_v2", "log_softmax");

    private ActivationNames() {}

    public static String fromTensorFlow(String name) {
        return KERAS_BY_TENSORFLOW.getOrDefault(name, name);
    }

    static String of(ActivationFunction function) {
        return function == ActivationFunction.HARD_SIGMOID ? HARD_SIGMOID_KERAS_3 : function.kerasName();
    }

    public static String fromKeras3(String name) {
        return KERAS_2_BY_3.getOrDefault(name, name);
    }

    /** @throws ModelException if Keras 3 does not have it */
    public static String toKeras3(String name, String layer) {
        if (name.equals(HARD_SIGMOID)) {
            throw new ModelException(
                    "layer '" + layer + "' has the hard_sigmoid of Keras 2, max(0, min(1, 0.2 * x + 0.5)),"
                            + " which Keras 3 does not have; write the model as .h5 instead");
        }
        return KERAS_3_BY_2.getOrDefault(name, name);
    }
}
