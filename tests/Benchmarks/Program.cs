Console.WriteLine("usage: tasks");
