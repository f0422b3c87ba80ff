// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import io.espalier.compress.distil.Distillation;
import io.espalier.experiment.recipe.RecipeRun.Host;
import io.espalier.model.Model;
import java.io.IOException;

/** The teachers that recipes name: those that the host opens, or the model itself as it was. */
final class TeacherChoice {
    private TeacherChoice() {}

    static Distillation of(Teaching teaching, Model original, Host.Teachers known) throws IOException {
        Distillation distillation = teaching.teacher().equals(Teaching.ORIGINAL)
                ? Distillation.from(original)
                : known.open(teaching.teacher());
        distillation = distillation.withTemperature(teaching.temperature()).withLabelWeight(teaching.labels());
        for (Teaching.Feature feature : teaching.features()) {
            distillation = distillation.withFeature(feature.teacher(), feature.student(), feature.weight());
        }
        return distillation;
    }
}
