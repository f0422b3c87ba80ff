// SPDX-License-Identifier: Apache-2.0
package io.espalier;

import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.data.Task;
import io.espalier.data.Task.Choice;
import io.espalier.data.Task.Scores;
import io.espalier.model.Model;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFiles;
import io.espalier.train.Evaluator;
import io.espalier.train.history.TrainingException;
import io.espalier.train.library.TensorFlowVersion;
import io.espalier.train.task.ModelOutput;
import java.io.IOException;

/** How good a model of layers is, in TensorFlow. */
final class LayerScores {
    private LayerScores() {}

    static Scores of(Model model, ModelSource file, Dataset data) throws IOException {
        TensorFlowVersion.require();
        if (model.outputs().size() > 1) {
            throw new TrainingException(file.path() + ": has several outputs, " + model.outputs()
                    + "; evaluate judges one, Model.withOutput chooses it and Evaluator runs it");
        }
        String output = model.outputs().get(0);
        Task task = Task.of(ModelOutput.of(model, output, KerasFiles.compiled(file)), Choice.NONE, data);
        try (Evaluator evaluator = Evaluator.of(model)) {
            return task.scores(
                    Predictions.of(task.outputs(), evaluator.predict(data).toArray()), data);
        }
    }
}
