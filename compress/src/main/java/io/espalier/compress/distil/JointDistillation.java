// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.distil;

import io.espalier.data.Dataset;
import io.espalier.data.Tasks;
import io.espalier.model.Model;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.distil.FeatureMatching;
import io.espalier.train.distil.FeaturePair;
import io.espalier.train.loss.Loss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Distillation into each of several outputs.
 *
 * @param teacher of all outputs
 * @param features layers that are matched
 * @param ofOutputs for each output of the student, in its order, from that of the teacher that belongs to it
 */
record JointDistillation(Tasks tasks, Teacher teacher, List<FeaturePair> features, List<Distillation> ofOutputs) {
    Loss lossFor(Model student) {
        List<Loss> losses = new ArrayList<>();
        for (Distillation distillation : ofOutputs) {
            losses.add(distillation.lossFor(student.withOutput(student.outputs().get(losses.size()))));
        }
        if (!features.isEmpty()) {
            Model matched = teacher.model().orElseThrow();
            losses.set(0, losses.get(0).withAuxiliary(FeatureMatching.of(matched, student, features)));
        }
        return Loss.sumOf(losses, tasks.orderedLossWeights());
    }

    Dataset teach(Dataset examples) {
        Map<String, Tensor> answers = teacher.answers(examples);
        Map<String, Dataset> taught = new LinkedHashMap<>();
        for (String output : tasks.byOutput().keySet()) {
            taught.put(output, ofOutputs.get(taught.size()).taught(tasks.labelOf(output, examples), answers));
        }
        return examples.withLabels(taught);
    }
}
