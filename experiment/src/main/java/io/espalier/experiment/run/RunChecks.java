// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.run;

import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.ExperimentException;
import io.espalier.experiment.internal.ExperimentSettings;
import io.espalier.experiment.recipe.CompressionRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What can be wrong with a run besides its steps, found before the first epoch. */
final class RunChecks {
    private RunChecks() {}

    /**
     * @param model the file of the model
     * @throws ExperimentException if a file of the run would overwrite one that it reads, or the validation split leaves nothing to train on or to
     *     validate on
     * @throws IOException if files cannot be compared
     */
    static void check(CompressionRecipe recipe, ExperimentSettings settings, Path model, ExperimentData data)
            throws IOException {
        checkSplit(settings.validationSplit(), data.train().size());
        Map<String, Path> read = new LinkedHashMap<>();
        read.put("the model", model);
        recipe.teachers().forEach(teacher -> read.put("the teacher", Path.of(teacher)));
        for (String name : recipe.fileNames()) {
            Path written = settings.folder().resolve(name);
            for (Map.Entry<String, Path> input : read.entrySet()) {
                if (Files.exists(written)
                        && Files.exists(input.getValue())
                        && Files.isSameFile(written, input.getValue())) {
                    throw new ExperimentException(written + ": the recipe would overwrite " + input.getKey()
                            + "; choose another folder, or another 'name' in the recipe");
                }
            }
        }
    }

    private static void checkSplit(double split, int examples) {
        int trained = ExperimentData.trained(examples, split);
        if (trained == 0 || (split > 0 && trained == examples)) {
            throw new ExperimentException("'validation_split' " + split + " of " + examples
                    + " training examples leaves "
                    + trained + " to train on and " + (examples - trained) + " to validate on; change it, or use more"
                    + " examples");
        }
    }
}
