// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.lite.schema.BuiltinOperator;
import java.util.Arrays;
import java.util.List;

/**
 * Finds of which operator of a part each of XNNPACK's operators is. XNNPACK numbers its own, in the order of the part, and some
 * operators become several, some none. Both orders are kept, and the assignment is chosen whose names fit best.
 */
final class KernelAlignment {
    private static final int NOTHING = 0;
    private static final int BESIDE = 1;
    private static final int COMPUTED = 2;
    private static final int STATES = 3;

    private static final int SIDE_KERNEL = 1;
    private static final int MISPLACED_KERNEL = 2;
    private static final int SECOND_KERNEL = 3;
    private static final int UNKNOWN_KERNEL = 5;
    private static final int NO_KERNEL = 6;
    private static final int WRONG_KERNEL = 20;
    private static final int NEVER = Integer.MAX_VALUE / 2;

    private final List<String> kernels;
    private final List<BuiltinOperator> operators;

    private KernelAlignment(List<String> kernels, List<BuiltinOperator> operators) {
        this.kernels = kernels;
        this.operators = operators;
    }

    /** For each of XNNPACK's operators the place of its operator in the part. */
    static int[] of(List<String> kernels, List<BuiltinOperator> operators) {
        return new KernelAlignment(kernels, operators).best();
    }

    // The cost of having assigned some kernels, the last operator in hand, and what that has been given.
    private int[] best() {
        int width = operators.size() * STATES;
        byte[][] from = new byte[kernels.size() + 1][width];
        int[] costs = new int[width];
        Arrays.fill(costs, NEVER);
        costs[NOTHING] = 0;
        advance(costs, from[0]);
        for (int kernel = 0; kernel < kernels.size(); kernel++) {
            int[] next = new int[width];
            Arrays.fill(next, NEVER);
            for (int at = 0; at < width; at++) {
                if (costs[at] < NEVER) {
                    take(kernel, at, costs[at], next, from[kernel + 1]);
                }
            }
            advance(next, from[kernel + 1]);
            costs = next;
        }
        return trace(costs, from);
    }

    private void take(int kernel, int at, int cost, int[] next, byte[] from) {
        int operator = at / STATES;
        int state = at % STATES;
        boolean computes = KernelNames.compute(kernels.get(kernel), operators.get(operator));
        int price = price(kernels.get(kernel), operators.get(operator), computes, state == COMPUTED);
        int to = operator * STATES + (computes ? COMPUTED : Math.max(state, BESIDE));
        if (cost + price < next[to]) {
            next[to] = cost + price;
            from[to] = (byte) (state + 1);
        }
    }

    private static int price(String kernel, BuiltinOperator operator, boolean computes, boolean computed) {
        if (computes) {
            return computed && !KernelNames.many(operator) ? SECOND_KERNEL : 0;
        }
        if (KernelNames.before(kernel)) {
            return computed ? MISPLACED_KERNEL : SIDE_KERNEL;
        }
        if (KernelNames.behind(kernel)) {
            return computed ? SIDE_KERNEL : MISPLACED_KERNEL;
        }
        return KernelNames.unknown(operator) ? UNKNOWN_KERNEL : WRONG_KERNEL;
    }

    // To the next operators, without a kernel. What was reached so is marked by a negative number, the rest by a
    // positive one: the state before.
    private void advance(int[] costs, byte[] from) {
        for (int operator = 0; operator + 1 < operators.size(); operator++) {
            int to = (operator + 1) * STATES + NOTHING;
            for (int state = 0; state < STATES; state++) {
                int at = operator * STATES + state;
                if (costs[at] < NEVER && costs[at] + leave(operator, state) < costs[to]) {
                    costs[to] = costs[at] + leave(operator, state);
                    from[to] = (byte) -(state + 1);
                }
            }
        }
    }

    private int leave(int operator, int state) {
        if (state == COMPUTED) {
            return 0;
        }
        return KernelNames.mayVanish(operators.get(operator)) ? SIDE_KERNEL : NO_KERNEL;
    }

    private int[] trace(int[] costs, byte[][] from) {
        int at = 0;
        int least = NEVER;
        for (int end = 0; end < costs.length; end++) {
            int cost = costs[end];
            for (int operator = end / STATES; operator < operators.size() && cost < NEVER; operator++) {
                cost += leave(operator, operator == end / STATES ? end % STATES : NOTHING);
            }
            if (cost < least) {
                least = cost;
                at = end;
            }
        }
        int[] found = new int[kernels.size()];
        int kernel = kernels.size();
        while (kernel > 0) {
            int step = from[kernel][at];
            int operator = at / STATES;
            if (step < 0) {
                at = (operator - 1) * STATES - step - 1;
            } else {
                kernel--;
                found[kernel] = operator;
                at = operator * STATES + step - 1;
            }
        }
        return found;
    }
}
