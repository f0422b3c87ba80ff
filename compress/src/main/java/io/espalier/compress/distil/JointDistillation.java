// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.distil;

import io.espalier.data.Dataset;
import io.espalier.data.Task;
import io.espalier.data.Tasks;
import io.espalier.model.Model;
import io.espalier.train.loss.Loss;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Distillation into each of several outputs, from that of the teacher in the same place.
 *
 * @param ofOutputs in the order of the model
 */
record JointDistillation(Tasks tasks, List<Distillation> ofOutputs) {
    static JointDistillation of(Distillation distillation, Tasks tasks) {
        List<Distillation> all = new ArrayList<>();
        for (Task task : tasks.byOutput().values()) {
            all.add(distillation.ofOutput(all.size()).withTask(task));
        }
        return new JointDistillation(tasks, List.copyOf(all));
    }

    Loss lossFor(Model student) {
        List<Loss> losses = new ArrayList<>();
        for (Distillation distillation : ofOutputs) {
            losses.add(distillation.lossFor(student.withOutput(student.outputs().get(losses.size()))));
        }
        return Loss.sumOf(losses, tasks.orderedLossWeights());
    }

    Dataset teach(Dataset examples) {
        Map<String, Dataset> taught = new LinkedHashMap<>();
        for (String output : tasks.byOutput().keySet()) {
            taught.put(output, ofOutputs.get(taught.size()).teach(tasks.labelOf(output, examples)));
        }
        return examples.withLabels(taught);
    }
}
