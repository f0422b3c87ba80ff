// SPDX-License-Identifier: Apache-2.0
/**
 * The MNIST lab: one small convolutional network is trained, converted, run and compared in each of its forms.
 *
 * <p>{@link io.espalier.lab.mnist.MnistLab} does the steps in order; each is a few lines on top of the module that does the work.
 */
@NullMarked
package io.espalier.lab.mnist;

import org.jspecify.annotations.NullMarked;
