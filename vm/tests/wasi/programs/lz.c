/* A small compressor: `lz c FROM TO` and `lz d FROM TO`. What is copied from the last 64 KiB
   is a zero byte, a distance of two bytes and a length of one; a zero byte itself is copied
   from distance 0. Prints how many bytes became how many. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WINDOW = 65535, SHORTEST = 5, LONGEST = 255, HASHES = 1 << 15 };

static unsigned char *read_all(const char *name, long *size) {
  FILE *file = fopen(name, "rb");
  if (!file || fseek(file, 0, SEEK_END) || (*size = ftell(file)) < 0) {
    perror(name);
    exit(1);
  }
  rewind(file);
  unsigned char *bytes = malloc((size_t)*size + 8);
  if (!bytes || fread(bytes, 1, (size_t)*size, file) != (size_t)*size) {
    perror(name);
    exit(1);
  }
  fclose(file);
  return bytes;
}

static unsigned hash(const unsigned char *at) {
  unsigned word;
  memcpy(&word, at, 4);
  return (word * 2654435761u) >> 17;
}

static void pack(const unsigned char *from, long size, FILE *to) {
  static long last[HASHES];
  for (int i = 0; i < HASHES; i++) last[i] = -1;
  for (long at = 0; at < size;) {
    long length = 0, before = -1;
    if (at + SHORTEST < size) {
      unsigned place = hash(from + at);
      before = last[place];
      last[place] = at;
      if (before >= 0 && at - before <= WINDOW)
        while (length < LONGEST && at + length < size && from[before + length] == from[at + length])
          length++;
    }
    if (length >= SHORTEST) {
      long distance = at - before;
      putc(0, to), putc((int)(distance & 255), to), putc((int)(distance >> 8), to);
      putc((int)length, to);
      at += length;
    } else {
      putc(from[at], to);
      if (from[at] == 0) putc(0, to), putc(0, to), putc(1, to);
      at++;
    }
  }
}

static void unpack(const unsigned char *from, long size, FILE *to) {
  static unsigned char window[WINDOW + 1];
  unsigned out = 0;
  for (long at = 0; at < size;) {
    int byte = from[at++];
    unsigned distance = 0, length = 1;
    if (byte == 0) {
      if (at + 3 > size) { fprintf(stderr, "lz: cut off\n"); exit(1); }
      distance = from[at] | from[at + 1] << 8, length = from[at + 2], at += 3;
    }
    while (length-- > 0) {
      unsigned char copied = distance ? window[(out - distance) & WINDOW] : (unsigned char)byte;
      window[out++ & WINDOW] = copied;
      putc(copied, to);
    }
  }
}

int main(int count, char **args) {
  if (count != 4 || (strcmp(args[1], "c") && strcmp(args[1], "d"))) {
    fprintf(stderr, "usage: lz c|d FROM TO\n");
    return 2;
  }
  long size;
  unsigned char *from = read_all(args[2], &size);
  FILE *to = fopen(args[3], "wb");
  if (!to) { perror(args[3]); return 1; }
  if (args[1][0] == 'c') pack(from, size, to);
  else unpack(from, size, to);
  printf("%ld -> %ld\n", size, ftell(to));
  free(from);
  return fclose(to) ? 1 : 0;
}
