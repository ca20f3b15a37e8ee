package io.winnow.core.index;

import java.util.Arrays;

/** The {@code k} nearest of the candidates offered so far, as a heap with the farthest on top. Not thread-safe. */
final class NearestCandidates {
    private final float[] squaredDistances;
    private final long[] ids;
    private int count;

    NearestCandidates(int k) {
        squaredDistances = new float[k];
        ids = new long[k];
    }

    /** Offers a candidate. Ids must ascend, so that of equally distant ones the first offered stays. */
    void offer(float squaredDistance, long id) {
        if (count < ids.length) {
            siftUp(count++, squaredDistance, id);
        } else if (squaredDistance < squaredDistances[0]) {
            siftDown(squaredDistance, id);
        }
    }

    /** Squared distance below which an offer can still change the result. */
    float bound() {
        return count < ids.length ? Float.POSITIVE_INFINITY : squaredDistances[0];
    }

    /** Copies the result, nearest first and equal distances by id, to a position of both arrays. */
    void copyTo(float[] targetDistances, long[] targetIds, int position) {
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> isFarther(squaredDistances[a], ids[a], b) ? 1 : a.equals(b) ? 0 : -1);
        for (int rank = 0; rank < count; rank++) {
            targetDistances[position + rank] = squaredDistances[order[rank]];
            targetIds[position + rank] = ids[order[rank]];
        }
    }

    private boolean isFarther(float squaredDistance, long id, int other) {
        return squaredDistance > squaredDistances[other]
                || (squaredDistance == squaredDistances[other] && id > ids[other]);
    }

    private void siftUp(int start, float squaredDistance, long id) {
        int at = start;
        while (at > 0 && isFarther(squaredDistance, id, (at - 1) / 2)) {
            copy((at - 1) / 2, at);
            at = (at - 1) / 2;
        }
        squaredDistances[at] = squaredDistance;
        ids[at] = id;
    }

    private void siftDown(float squaredDistance, long id) {
        int at = 0;
        while (2 * at + 1 < count) {
            int child = 2 * at + 1;
            if (child + 1 < count && isFarther(squaredDistances[child + 1], ids[child + 1], child)) {
                child++;
            }
            if (isFarther(squaredDistance, id, child)) {
                break;
            }
            copy(child, at);
            at = child;
        }
        squaredDistances[at] = squaredDistance;
        ids[at] = id;
    }

    private void copy(int from, int to) {
        squaredDistances[to] = squaredDistances[from];
        ids[to] = ids[from];
    }
}
