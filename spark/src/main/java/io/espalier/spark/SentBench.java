// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.search.trial.TrialBench;
import io.espalier.search.trial.TrialSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * What trials need, here and on its way to executors.
 *
 * @param bench here
 * @param shared what each executor gets once
 * @param mark a file in the folder of results while trials run: who does not see it looks into another folder
 */
record SentBench(TrialSetup setup, TrialBench bench, Broadcast<SharedBench> shared, Path mark) {
    /** @param ships whether executors get the data, instead of opening them */
    static SentBench of(JavaSparkContext spark, TrialSetup setup, boolean ships) throws IOException {
        TrialSetup sent =
                ships ? setup.withData(ShippedTrialData.of(setup.data().open())) : setup;
        TrialBench bench = sent.open();
        String mark = "cluster-" + UUID.randomUUID();
        return new SentBench(
                setup,
                bench,
                spark.broadcast(new SharedBench(sent, mark)),
                setup.folder().resolve(mark));
    }

    void begin() throws IOException {
        Files.createFile(mark);
    }

    void end() throws IOException {
        Files.deleteIfExists(mark);
    }
}
