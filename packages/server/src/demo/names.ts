/** Invented people: any given name with any family name of the group, now and then of another. */
export interface NameGroup {
  readonly weight: number;
  readonly given: readonly string[];
  readonly family: readonly string[];
  /** Preferred language and how often; English otherwise. */
  readonly language: readonly [string, number] | null;
}

const words = (text: string) => text.split(' ');

export const NAME_GROUPS: readonly NameGroup[] = [
  {
    weight: 46,
    given: words(
      'James Mary Robert Patricia John Jennifer Michael Linda David Barbara William Susan Thomas Karen Nancy Daniel Lisa Matthew Betty Anthony Sandra Mark Ashley Steven Emily Paul Donna Andrew Carol Joshua Ruth Kevin Sharon Brian Laura George Amy Edward Kathleen Ronald Angela Timothy Anna Jason Emma Ryan Samuel Grace Henry Olivia Walter Hannah Frank Alice',
    ),
    family: words(
      'Smith Johnson Brown Miller Davis Wilson Anderson Taylor Moore Jackson Martin Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green Adams Baker Nelson Carter Mitchell Roberts Turner Phillips Campbell Parker Evans Edwards Collins Stewart Morris Cook Rogers Reed Bailey Bell Cooper Ward Foster Hayes Whitaker Lindqvist',
    ),
    language: null,
  },
  {
    weight: 18,
    given: words(
      'José María Luis Ana Carlos Rosa Juan Lucía Miguel Carmen Jesús Elena Ángel Sofía Andrés Inés Raúl Verónica Óscar Guadalupe Tomás Mónica Héctor Beatriz Iván Adriana',
    ),
    family: words(
      'García Martínez Rodríguez López Hernández González Pérez Sánchez Ramírez Torres Flores Rivera Gómez Díaz Cruz Ortiz Núñez Peña Muñoz Vázquez Ibáñez Castañeda',
    ),
    language: ['es', 0.55],
  },
  {
    weight: 7,
    given: words('Wei Li Jing Yan Min Hui Fang Jun Lei Ying Hao Xiu'),
    family: words('Chen Wang Liu Zhang Huang Wu Lin Zhao Zhou Xu Lü Sun'),
    language: ['zh', 0.4],
  },
  {
    weight: 5,
    given: words('Nguyệt Minh Lan Hùng Thảo Dũng Hương Tuấn Mai Phúc Linh'),
    family: words('Nguyễn Trần Lê Phạm Hoàng Võ Đặng Bùi Đỗ'),
    language: ['vi', 0.45],
  },
  {
    weight: 5,
    given: words('Olga Dmitri Svetlana Ivan Tatyana Oksana Mykola Iryna Andriy Kateryna'),
    family: words('Ivanova Petrenko Kovalenko Shevchenko Popov Sokolov Bondar Melnyk'),
    language: ['ru', 0.4],
  },
  {
    weight: 5,
    given: words('Priya Arjun Anjali Rahul Deepa Vikram Lakshmi Sanjay Meera Kiran'),
    family: words('Patel Sharma Singh Reddy Iyer Gupta Nair Rao Kaur Desai'),
    language: ['hi', 0.1],
  },
  {
    weight: 4,
    given: words('Ji-woo Min-jun Soo-jin Hyun Eun-ji Dong-hyun Yuna Sang'),
    family: words('Kim Lee Park Choi Jung Kang Yoon'),
    language: ['ko', 0.35],
  },
  {
    weight: 4,
    given: words('Fatima Omar Layla Yusuf Amina Khalid Noor Ibrahim Zahra Hassan'),
    family: words('Haddad Al-Sayed Mansour Khoury Abdi Warsame Farah Nasser'),
    language: ['ar', 0.3],
  },
  {
    weight: 3,
    given: words('Zoë François Amélie Jürgen Søren Åsa Björn Łukasz Małgorzata Siobhán Seán Renée'),
    family: words('Müller Dubois Lefèvre Kowalski Nowak Østergaard Sjöberg Ó’Brien D’Angelo Šimić'),
    language: null,
  },
  {
    weight: 3,
    given: words('Leilani Kai Malia Keoni Maria Jose Teresita Rodel'),
    family: words('Kahale Kalani Santos Reyes Bautista Cruz Dela-Cruz'),
    language: ['tl', 0.2],
  },
];
