// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import io.espalier.compress.distil.Distillation;
import io.espalier.experiment.TeacherFile;
import io.espalier.model.Model;
import java.io.IOException;
import java.nio.file.Path;

/** The teachers that recipes name: files in a folder or elsewhere, or the model itself as it was. */
final class Teachers {
    private Teachers() {}

    static Distillation of(Teaching teaching, Model original, Path folder) throws IOException {
        Distillation distillation = teaching.teacher().equals(Teaching.ORIGINAL)
                ? Distillation.from(original)
                : TeacherFile.open(folder.resolve(teaching.teacher()));
        distillation = distillation.temperature(teaching.temperature()).labelWeight(teaching.labels());
        for (Teaching.Feature feature : teaching.features()) {
            distillation = distillation.feature(feature.teacher(), feature.student(), feature.weight());
        }
        return distillation;
    }
}
