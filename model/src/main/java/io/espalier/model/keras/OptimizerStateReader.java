// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.Node;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.keras.KerasTraining.OptimizerState;
import io.espalier.model.keras.hdf.HdfSource;
import io.espalier.model.keras.hdf.KerasAttributes;
import io.espalier.model.keras.weights.KerasArchitecture;
import io.espalier.model.keras.weights.StoredLayouts;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What an optimizer keeps, from {@code optimizer_weights} of an .h5 file or {@code optimizer/vars} of a .keras file.
 *
 * <p>Both are a list: counters, then a tensor of each kind for each weight that is trained. All of one kind come together in Keras 2 and in tf.keras up
 * to 2.10; those of one weight come together for Adam in tf.keras from 2.11 on and in Keras 3.
 */
final class OptimizerStateReader {
    private final HdfSource source;
    private final KerasArchitecture architecture;
    private final List<WeightKey> trained;

    OptimizerStateReader(HdfSource source, KerasArchitecture architecture, Model model) {
        this.source = source;
        this.architecture = architecture;
        Set<WeightKey> keys = new HashSet<>();
        for (Node node : model.nodes()) {
            for (WeightSpec weight : model.weightSpecs(node)) {
                if (weight.trainable() && node.trainable()) {
                    keys.add(node.weightKey(weight.name()));
                }
            }
        }
        this.trained = architecture.groups().stream()
                .flatMap(group -> group.weights().stream())
                .filter(keys::contains)
                .toList();
    }

    /** @throws ModelFormatException if the tensors do not fit the model's weights */
    OptimizerState read(OptimizerState optimizer) {
        String group = source.contains("optimizer_weights") ? "optimizer_weights" : "optimizer/vars";
        List<String> paths = new ArrayList<>();
        source.texts(group, KerasAttributes.WEIGHT_NAMES).forEach(name -> paths.add(group + "/" + name));
        if (paths.isEmpty()) {
            int count = source.children(group).size();
            for (int i = 0; i < count; i++) {
                paths.add(group + "/" + i);
            }
        }
        // A weight may have no dimensions, but not the first ones of a list that starts with a count.
        long iterations = 0;
        int counters = 0;
        while (counters < paths.size() && isCounter(paths.get(counters))) {
            if (counters == 0) {
                iterations = source.number(paths.get(0)).map(Number::longValue).orElse(0L);
            }
            counters++;
        }
        return new OptimizerState(
                optimizer.name(),
                optimizer.settings(),
                iterations,
                slots(optimizer, paths.subList(counters, paths.size())));
    }

    private boolean isCounter(String path) {
        return source.shape(path).filter(shape -> shape.rank() == 0).isPresent();
    }

    private Weights slots(OptimizerState optimizer, List<String> paths) {
        List<String> kinds = kinds(optimizer);
        if (trained.isEmpty() || kinds.isEmpty() || paths.isEmpty()) {
            return Weights.of(Map.of());
        }
        int perWeight = paths.size() / trained.size();
        // Keras 2 keeps a third tensor of one number for each weight, for a variant of Adam that is not used.
        if (paths.size() % trained.size() != 0 || perWeight < kinds.size()) {
            throw error(optimizer, "has " + paths.size() + " tensors for " + trained.size() + " weights");
        }
        boolean together = optimizer.name().equals("adam") && perWeight > 1 && !isFirstKindFirst(paths);
        Map<WeightKey, Tensor> slots = new LinkedHashMap<>();
        for (int weight = 0; weight < trained.size(); weight++) {
            for (int kind = 0; kind < kinds.size(); kind++) {
                String path = paths.get(together ? weight * perWeight + kind : kind * trained.size() + weight);
                WeightKey key = trained.get(weight);
                slots.put(
                        new WeightKey(key.layer(), key.weight() + "/" + kinds.get(kind)), value(optimizer, key, path));
            }
        }
        return Weights.of(slots);
    }

    // tf.keras from 2.11 on names Adam/m/conv2d/kernel:0 what was Adam/conv2d/kernel/m:0 before; Keras 3 has numbers.
    private static boolean isFirstKindFirst(List<String> paths) {
        String first = paths.get(0);
        return first.startsWith("optimizer_weights/") && !first.matches("optimizer_weights/\\w+/(m|v)/.*");
    }

    private Tensor value(OptimizerState optimizer, WeightKey key, String path) {
        Shape shape = Objects.requireNonNull(architecture.shapes().get(key));
        Tensor stored = source.tensor(path)
                .orElseThrow(() -> error(optimizer, "lists '" + path + "', but the file has no such data set"));
        Tensor value = architecture.forms().value(key, stored, shape, StoredLayouts.Origin.CURRENT);
        if (!value.shape().equals(shape)) {
            throw error(
                    optimizer, "has shape " + stored.shape() + " at '" + path + "', but '" + key + "' has " + shape);
        }
        return value;
    }

    /** What it keeps for each weight, in the order of the file. */
    private static List<String> kinds(OptimizerState optimizer) {
        boolean hasMomentum = optimizer.setting("momentum", 0) != 0;
        return switch (optimizer.name()) {
            case "adam" -> List.of("m", "v");
            case "rmsprop" -> hasMomentum ? List.of("velocity", "momentum") : List.of("velocity");
            case "sgd" -> hasMomentum ? List.of("momentum") : List.of();
            default -> List.of();
        };
    }

    private ModelFormatException error(OptimizerState optimizer, String problem) {
        return new ModelFormatException(
                source.file(),
                "the state of the optimizer '" + optimizer.name() + "' " + problem
                        + "; continue training without it (the model itself is readable), or save the model again");
    }
}
