// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.task;

import io.espalier.data.LossName;
import io.espalier.data.Task.Ending;
import io.espalier.data.Task.Output;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.keras.KerasTraining;
import io.espalier.model.keras.KerasTraining.OutputLoss;
import io.espalier.model.layer.ActivationFunction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What is known of the outputs of a Keras model. */
public final class ModelOutput {
    private ModelOutput() {}

    /** The first output of a model of which no loss is known. */
    public static Output of(Model model) {
        return of(model, model.outputs().get(0), Optional.empty());
    }

    /** All outputs of a model by their names, in its order. */
    public static Map<String, Output> all(Model model, Optional<KerasTraining> trained) {
        Map<String, Output> outputs = new LinkedHashMap<>();
        model.outputs().forEach(name -> outputs.put(name, of(model, name, trained)));
        return outputs;
    }

    /**
     * An output of a model.
     *
     * @param name one of {@link Model#outputs}
     * @param trained how the model was trained; a loss that Espalier does not know says nothing
     */
    public static Output of(Model model, String name, Optional<KerasTraining> trained) {
        Optional<OutputLoss> loss = trained.flatMap(
                training -> training.lossOf(name, model.outputs().indexOf(name)));
        return new Output(
                ending(model, name),
                model.outputShape(name).elements(),
                loss.flatMap(OutputLoss::name).flatMap(LossName::named),
                loss.map(OutputLoss::fromLogits).orElse(false),
                loss.map(OutputLoss::weight).orElse(1.0));
    }

    // Layers that only move values, such as Reshape, keep what they are.
    private static Ending ending(Model model, String name) {
        Node last = model.node(name);
        while (last.layer().movesValues()
                && last.layer().lastFunction() == ActivationFunction.LINEAR
                && last.inputs().size() == 1) {
            last = model.node(last.inputs().get(0));
        }
        return switch (last.layer().lastFunction()) {
            case SOFTMAX -> Ending.SOFTMAX;
            case SIGMOID -> Ending.SIGMOID;
            default -> Ending.OTHER;
        };
    }
}
