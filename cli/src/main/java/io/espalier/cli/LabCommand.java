// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

/** The labs. */
final class LabCommand extends CommandGroup {
    LabCommand() {
        super("lab mnist", "lab cats-vs-dogs --data photos --quick");
        add(
                "mnist",
                new MnistLabCommand(),
                "Trains a small network on MNIST, compresses it with every technique, and compares the results.");
        add(
                "cats-vs-dogs",
                new CatsVsDogsLabCommand(),
                "Fine-tunes EfficientNetB0 on photographs, quantizes it in three ways, prunes it, and compares the results.");
    }
}
