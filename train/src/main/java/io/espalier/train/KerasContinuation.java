// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import io.espalier.data.LossName;
import io.espalier.model.keras.KerasTraining;
import io.espalier.model.keras.KerasTraining.OptimizerState;
import io.espalier.model.keras.KerasTraining.OutputLoss;
import io.espalier.train.history.TrainingException;
import io.espalier.train.loss.Loss;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.optimizer.Optimizer;
import io.espalier.train.optimizer.RmsProp;
import io.espalier.train.optimizer.Sgd;
import io.espalier.train.task.TaskLoss;

/** What goes on from a training in Keras: its loss and its optimizer as they are here. */
final class KerasContinuation {
    private KerasContinuation() {}

    /** @throws TrainingException if the file told of none, or of one that is not here */
    static Loss loss(KerasTraining training) {
        OutputLoss only = training.onlyLoss()
                .orElseThrow(() -> new TrainingException(
                        "the file does not contain exactly one loss; choose one with Trainer.of(loss)"));
        String name = only.name().orElse("none");
        return LossName.named(name)
                .map(known -> TaskLoss.of(known, only.fromLogits()))
                .orElseThrow(() -> new TrainingException("the model was trained with the loss '" + name
                        + "', which is not supported; choose another with Trainer.of(loss)"));
    }

    /** @throws TrainingException if it is none of those that are here, or a variant of one */
    static Optimizer optimizer(OptimizerState optimizer) {
        float learningRate =
                (float) optimizer.setting("learning_rate", optimizer.name().equals("sgd") ? 0.01 : 0.001);
        float epsilon = (float) optimizer.setting("epsilon", 1e-7);
        float momentum = (float) optimizer.setting("momentum", 0);
        refuse(optimizer, "amsgrad");
        refuse(optimizer, "centered");
        return switch (optimizer.name()) {
            case "adam" ->
                new Adam(
                        learningRate,
                        (float) optimizer.setting("beta_1", 0.9),
                        (float) optimizer.setting("beta_2", 0.999),
                        epsilon);
            case "sgd" -> new Sgd(learningRate, momentum, optimizer.setting("nesterov", 0) != 0);
            case "rmsprop" -> new RmsProp(learningRate, (float) optimizer.setting("rho", 0.9), momentum, epsilon);
            default ->
                throw new TrainingException(
                        "the model was trained with the optimizer '" + optimizer.name()
                                + "'; only adam, sgd and rmsprop are supported; choose one with Trainer.of(loss).optimizer(...)");
        };
    }

    private static void refuse(OptimizerState optimizer, String variant) {
        if (optimizer.setting(variant, 0) != 0) {
            throw new TrainingException("the optimizer '" + optimizer.name() + "' was used with " + variant
                    + ", which is not supported; choose another with Trainer.of(loss).optimizer(...)");
        }
    }
}
